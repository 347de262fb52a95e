"""The behaviour behind the generated declarations; copied in by Capwright, edited nowhere else."""
