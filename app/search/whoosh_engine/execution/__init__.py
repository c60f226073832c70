"""From a plan to a page of hits: matching, scores, filters, facets, order, cursors, explanations."""
