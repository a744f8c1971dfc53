using System.Globalization;

namespace CC.Server.Diagnostics;

/// <summary>Counters of all time and of the last period, as lines for people and programs.</summary>
internal sealed class Statistics(Counters counters)
{
    private SortedDictionary<string, double> before = [];

    public SortedDictionary<string, double> Total { get; private set; } = [];

    public SortedDictionary<string, double> Latest { get; private set; } = [];

    /// <summary>Ends a period and starts the next.</summary>
    public void Turn()
    {
        Total = counters.Snapshot();
        Latest = Difference(Total, before);
        before = Total;
    }

    /// <summary>The last period as CC 0.8.7 logs it: <c>{count: 12, bytes: 3400}</c>.</summary>
    public string Line() => $"{{{string.Join(", ", Latest.Select(entry => $"{entry.Key}: {Format(entry.Value)}"))}}}";

    public static string Format(double value) => value.ToString(CultureInfo.InvariantCulture);

    public static SortedDictionary<string, double> Difference(SortedDictionary<string, double> now, SortedDictionary<string, double> then) =>
        new(now.Select(entry => KeyValuePair.Create(entry.Key, Math.Round(entry.Value - then.GetValueOrDefault(entry.Key), 6)))
            .Where(entry => entry.Value != 0)
            .ToDictionary(), StringComparer.Ordinal);
}
