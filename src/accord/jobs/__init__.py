"""Long work: progress, leases, results kept by their content, and one clock for what falls due."""
