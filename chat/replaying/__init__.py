"""Replies once more: when which part of one came, how it was made, and whether it comes out the
same when it is made again. Knows no pages."""
