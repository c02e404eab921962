"""Trust: scores, the equation, the index, its weights, comparisons, and whether items form one scale."""
