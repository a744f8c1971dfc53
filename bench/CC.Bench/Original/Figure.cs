using System.Globalization;
using CC.Bench.Load;

namespace CC.Bench.Original;

/// <summary>One kind of load, and how much of it CC 0.8.7 took: the best of its figures in the specification, which can't be measured here again.</summary>
/// <param name="Name">The load.</param>
/// <param name="OfOriginal">Requests or messages a second of the original.</param>
/// <param name="Count">How many a round has.</param>
/// <param name="MeasureAsync">Puts a number of them on the nodes, and returns the seconds that they took.</param>
internal sealed record Figure(string Name, double OfOriginal, int Count, Func<int, Task<double>> MeasureAsync)
{
    public static void PrintHead(int rounds) =>
        Console.WriteLine($"{"load",-44} {"CC 0.8.7 /s",12} {"CC /s",10} {"ratio",7}   medians of {rounds} rounds");

    public static void Print(string name, double ofOriginal, double rate) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-44} {ofOriginal,12:N0} {rate,10:N0} {rate / ofOriginal,7:0.0}"));

    /// <summary>Measures, prints a row, and returns the ratio.</summary>
    public async Task<double> CompareAsync(int rounds)
    {
        await MeasureAsync(Count / 10);
        var rates = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            rates.Add(Count / await MeasureAsync(Count));
        }

        var rate = Median.Of(rates);
        Print(Name, OfOriginal, rate);
        return rate / OfOriginal;
    }
}
