namespace CC.Supervision.Processes;

/// <summary>A user, as the machine knows it.</summary>
internal sealed record Account(string Name, uint User, uint Group);
