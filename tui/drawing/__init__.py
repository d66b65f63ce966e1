"""Lines of cells: styles, panes that draw by lines, and what of them is kept between two frames."""
