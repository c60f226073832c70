"""The words that attribute, with the frame they stand in and the phrase they attribute to."""
