"""Markdown to page: slots, marks, tables, generated pages, and what is wrong with any of them."""
