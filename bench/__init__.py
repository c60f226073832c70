"""Measurements that are run by hand, and the scorers that the accuracy gate shares with them."""
