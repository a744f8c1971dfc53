using System.Globalization;
using CC.Bench.Load;

namespace CC.Bench.Original;

/// <summary>
/// Files of 1 KB, stored: beside the original's figure, which tells how fast it dispatched them, while its writing lagged behind, without a flush; and beside what the file system
/// gives one thread that does nothing else, turn by turn.
/// </summary>
/// <param name="asker">A client of the node.</param>
/// <param name="folder">A folder on the disk that the node writes to.</param>
internal sealed class InfoFiles(Asker asker, string folder)
{
    /// <summary>The type that leads to a writer with <c>fsync = no</c>.</summary>
    public const string Quick = "pub.infofile.quick";

    /// <summary>The type that leads to a writer as it is by default.</summary>
    public const string Durable = "pub.infofile.durable";

    private const double OfOriginal = 23_500;
    private const int Quickly = 20_000;
    private const int Durably = 5_000;

    private int round;

    public async Task CompareAsync(int rounds)
    {
        var dispatched = new List<double>();
        var (quick, durable) = (new List<(double Ours, double Bare)>(), new List<(double Ours, double Bare)>());
        await StoreAsync(Quick, Quickly / 10);
        await StoreAsync(Durable, Durably / 10);
        for (var i = 0; i < rounds; i++)
        {
            var stored = await StoreAsync(Quick, Quickly);
            dispatched.Add(Quickly / stored.Dispatched);
            quick.Add((Quickly / stored.Stored, Quickly / Bare(Quickly, flush: false)));
            durable.Add((Durably / (await StoreAsync(Durable, Durably)).Stored, Durably / Bare(Durably, flush: true)));
        }

        Figure.Print("infowriter, files of 1 KB, dispatched", OfOriginal, Median.Of(dispatched));
        Print("infowriter, the same, in files, fsync = no", quick);
        Print("infowriter, the same, on the disk", durable);
    }

    private static void Print(string name, List<(double Ours, double Bare)> rates)
    {
        Figure.Print(name, OfOriginal, Median.Of(rates.Select(rate => rate.Ours)));
        var bare = Median.Of(rates.Select(rate => rate.Bare));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"  one thread, the same calls and nothing else",-57} {bare,10:N0} {Median.Of(rates.Select(rate => rate.Ours / rate.Bare)),7:0.0} times that"));
    }

    private Task<(double Stored, double Dispatched)> StoreAsync(string type, int count)
    {
        round++;
        return asker.StoreAsync(count, number => Loads.File(type, round, number));
    }

    private double Bare(int count, bool flush) => BareFiles.Write(Path.Combine(folder, $"bare{++round}"), count, Loads.Content, flush);
}
