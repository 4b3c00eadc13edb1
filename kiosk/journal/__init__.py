"""The durable record of every check-in on this machine: nobody is lost, nothing is done twice."""
