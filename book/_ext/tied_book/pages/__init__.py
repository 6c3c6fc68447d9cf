"""What the site has beside the pages of the book, and what a page says of itself."""
