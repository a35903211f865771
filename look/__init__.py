"""The look of the product: what forms, dates and parts of a page look like, for every door."""
