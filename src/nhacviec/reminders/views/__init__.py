"""Pages of notices: `pages` shows, `acts` changes."""
