"""What happens around every request, outermost first: context, compression, limits."""
