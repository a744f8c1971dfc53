namespace CC.Server.Lifetime;

/// <summary>Tells which plugins' files have been left alone for long enough, each plugin's for itself: one that writes into its own folder keeps nobody else waiting.</summary>
internal sealed class Settling(TimeProvider time)
{
    private Dictionary<string, (string Glance, long Since)> seen = [];

    /// <summary>Takes a look.</summary>
    /// <param name="glances">What each plugin's folder looks like now, by any name.</param>
    /// <param name="settle">For how long it must have looked like that.</param>
    /// <returns>Those that have, and how long it takes until another one may have; null when all have.</returns>
    public (IReadOnlyDictionary<string, string> Settled, TimeSpan? Next) Look(IReadOnlyDictionary<string, string> glances, TimeSpan settle)
    {
        var now = time.GetTimestamp();
        seen = glances.ToDictionary(
            entry => entry.Key,
            entry => seen.TryGetValue(entry.Key, out var before) && before.Glance == entry.Value ? before : (entry.Value, now),
            StringComparer.Ordinal);
        var left = seen.ToLookup(entry => settle - time.GetElapsedTime(entry.Value.Since, now), entry => (entry.Key, entry.Value.Glance));
        var waiting = left.Where(group => group.Key > TimeSpan.Zero).Select(group => (TimeSpan?)group.Key);
        return (left.Where(group => group.Key <= TimeSpan.Zero).SelectMany(group => group).ToDictionary(StringComparer.Ordinal), waiting.Min());
    }
}
