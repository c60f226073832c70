"""Words to a query tree to hits, behind one interface."""
