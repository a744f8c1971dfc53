namespace CC.Server.Lifetime;

/// <summary>What has become of a signal.</summary>
internal enum SignalOutcome
{
    Sent,
    NoProcess,
    NotPermitted,
}
