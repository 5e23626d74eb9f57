"""What a survey says, held against interviews and observation: each factor from three sides."""
