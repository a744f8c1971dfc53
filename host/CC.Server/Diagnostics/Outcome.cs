namespace CC.Server.Diagnostics;

/// <summary>How handling a message ended.</summary>
internal enum Outcome
{
    Ok,
    Crashed,
    Invalid,
}
