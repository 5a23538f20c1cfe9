"""The application in a browser on this computer, and nowhere else."""
