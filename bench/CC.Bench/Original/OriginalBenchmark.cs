using CC.Bench.Load;

namespace CC.Bench.Original;

/// <summary>The loads that CC 0.8.7 was measured with, beside its figures: the same messages, the same number under way, this machine.</summary>
internal static class OriginalBenchmark
{
    private const double Aim = 10;

    public static async Task RunAsync(int rounds, string only)
    {
        using var folder = new TemporaryConfiguration();
        var (endpoint, front) = (FreePort.Endpoint(), FreePort.Endpoint());
        var files = Directory.CreateDirectory(Path.Combine(folder.Folder, "files")).FullName;
        using var node = await ChildProcess.ServerAsync(folder.Write($"""
            [ccserver]
            cc-socket = {endpoint}
            cc-role = remote
            cc-stats = 0
            logfile = {folder.Folder}/node.log
            log_size = 1 G
            [routes]
            echo = h:echo
            dispose = h:disposer
            log = h:locallog
            pub.logtail = h:tails
            pub.infofile.durable = h:infos
            pub.infofile.quick = h:quick
            [h:echo]
            handler = echo
            [h:disposer]
            handler = disposer
            [h:locallog]
            handler = locallogger
            [h:tails]
            handler = tailwriter
            dstdir = {files}
            [h:infos]
            handler = infowriter
            dstdir = {files}
            host-subdirs = yes
            [h:quick]
            handler = infowriter
            dstdir = {files}
            host-subdirs = yes
            fsync = no
            """));
        using var proxy = await ChildProcess.ServerAsync(folder.Write($"""
            [ccserver]
            cc-socket = {front}
            cc-role = remote
            cc-stats = 0
            [routes]
            echo = h:forward
            [h:forward]
            handler = proxy
            remote-cc = {endpoint}
            """));
        await using var direct = new Asker(endpoint);
        await using var through = new Asker(front);
        var round = 0;
        Figure[] figures =
        [
            new("echo, 1 under way", 11_900, 30_000, count => direct.AskAsync(count, 1)),
            new("echo, 50 under way", 18_100, 500_000, count => direct.AskAsync(count, 50)),
            new("echo through a proxy, 1 under way", 5_800, 20_000, count => through.AskAsync(count, 1)),
            new("echo through a proxy, 50 under way", 10_700, 300_000, count => through.AskAsync(count, 50)),
            new("disposer", 59_000, 1_000_000, count => direct.SendAsync(count, _ => Loads.Dropped)),
            new("locallogger, into the log file", 16_900, 200_000, count => direct.SendAsync(count, Loads.LogLine)),
            new("tailwriter, pieces of 1 KB, in the file", 6_400, 100_000, count => PiecesAsync(direct, files, ++round, count)),
        ];
        Figure.PrintHead(rounds);
        foreach (var figure in figures.Where(figure => figure.Name.StartsWith(only, StringComparison.Ordinal)))
        {
            Goal.AtLeast($"{figure.Name}: times the original's rate", await figure.CompareAsync(rounds), Aim);
        }

        if ("infowriter".StartsWith(only, StringComparison.Ordinal))
        {
            await new InfoFiles(direct, files).CompareAsync(rounds);
        }

        if ("signed".StartsWith(only, StringComparison.Ordinal))
        {
            await SignedEcho.CompareAsync(rounds);
        }
    }

    private static Task<double> PiecesAsync(Asker asker, string files, int round, int count)
    {
        var file = new FileInfo(Path.Combine(files, $"somehost--app{round}.log"));
        return asker.SendAsync(count, number => Loads.Piece(round, number), () =>
        {
            file.Refresh();
            return file.Exists && file.Length >= count * (long)Loads.PieceLength;
        });
    }
}
