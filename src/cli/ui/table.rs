//! Tables for the terminal: plain characters, no colour needed to understand them.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

/// A table whose first columns are text and whose others are numbers, aligned right.
pub fn numbers(header: &[&str], rows: &[Vec<String>], text_columns: usize) -> String {
    let text: Vec<usize> = (0..text_columns).collect();
    mixed(header, rows, &text)
}

/// A table with text in the columns named and numbers, aligned right, in the others.
pub fn mixed(header: &[&str], rows: &[Vec<String>], text_columns: &[usize]) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(header.iter().copied());
    if std::env::var_os("COLUMNS").is_none() && !std::io::IsTerminal::is_terminal(&std::io::stdout()) {
        table.set_width(110);
    }
    for row in rows {
        table.add_row(row);
    }
    for (place, column) in table.column_iter_mut().enumerate() {
        if !text_columns.contains(&place) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        column.set_padding((0, 2));
    }
    let text = table.to_string();
    text.lines()
        .map(|line| line.trim_end())
        .collect::<Vec<_>>()
        .join("\n")
}
