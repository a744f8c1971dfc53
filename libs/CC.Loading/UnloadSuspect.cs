namespace CC.Loading;

/// <summary>A call in a plugin's code that may keep the plugin in memory after it is unloaded.</summary>
/// <param name="Cause">What it does, such as <c>a thread of its own</c>.</param>
/// <param name="Call">The member that is called, such as <c>System.Threading.Thread.Start</c>.</param>
/// <param name="Place">The plugin's method that calls it, such as <c>Weather.Station.Begin</c>.</param>
public sealed record UnloadSuspect(string Cause, string Call, string Place)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Cause}: {Place} calls {Call}";
}
