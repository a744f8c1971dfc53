using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using CC.Sdk.Testing;
using CC.Supervision.Streams;

namespace CC.Supervision.Tests.Streams;

/// <summary>What is written, put aside, compressed and kept.</summary>
public sealed class LogFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cc-supervision-").FullName;
    private readonly List<string> failures = [];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Is_put_aside_between_lines_when_it_is_full_and_nothing_is_lost()
    {
        var log = New(new LogRules(Name) { MaxSize = 100, Keep = 1000 });
        var all = string.Concat(Enumerable.Range(0, 200).Select(number => $"line {number}\n"));

        foreach (var piece in all.Chunk(37))
        {
            log.Write(Encoding.UTF8.GetBytes(piece));
        }

        await log.CloseAsync().LimitAsync();
        var files = Old().Append(Name).Where(File.Exists).ToArray();
        Assert.True(files.Length > 15);
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, 136));
        Assert.Equal(all, string.Concat(files.Select(File.ReadAllText)));
        Assert.All(Old(), file => Assert.EndsWith("\n", File.ReadAllText(file), StringComparison.Ordinal));
        Assert.Empty(failures);
    }

    [Fact]
    public async Task Old_ones_are_compressed_and_only_so_many_kept()
    {
        var log = New(new LogRules(Name) { MaxSize = 10, Keep = 3, Compresses = true });
        for (var i = 0; i < 10; i++)
        {
            log.Write(Encoding.UTF8.GetBytes($"a line, no. {i}\n"));
        }

        await log.CloseAsync().LimitAsync();
        Assert.Equal(["a line, no. 7\n", "a line, no. 8\n", "a line, no. 9\n"], Old().Select(Unpack));
        Assert.All(Old(), name => Assert.EndsWith(".gz", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_put_aside_when_it_is_old()
    {
        var time = new MovedTime();
        var log = new LogFile(new LogRules(Name) { MaxAge = TimeSpan.FromHours(1) }, time, failures.Add);
        log.Write("first\n"u8);
        time.Now += TimeSpan.FromMinutes(59);
        log.Write("second\n"u8);
        time.Now += TimeSpan.FromMinutes(2);
        log.Write("third\n"u8);

        await log.CloseAsync().LimitAsync();
        Assert.Equal("first\nsecond\n", File.ReadAllText(Assert.Single(Old())));
        Assert.Equal("third\n", File.ReadAllText(Name));
    }

    [Fact]
    public async Task Is_opened_anew_when_another_has_put_it_aside_and_appended_to_otherwise()
    {
        await File.WriteAllTextAsync(Name, "before\n");
        var log = New(new LogRules(Name));
        log.Write("one\n"u8);
        File.Move(Name, $"{Name}.moved");
        log.Write("two\n"u8);
        log.Reopen();
        log.Write("three\n"u8);

        await log.CloseAsync().LimitAsync();
        Assert.Equal("before\none\ntwo\n", await File.ReadAllTextAsync($"{Name}.moved"));
        Assert.Equal("three\n", await File.ReadAllTextAsync(Name));
    }

    [Fact]
    public async Task What_can_not_be_written_is_counted_told_once_and_tried_again()
    {
        var path = Path.Combine(folder, "sub", "log");
        await File.WriteAllTextAsync(Path.Combine(folder, "sub"), "in the way");
        var log = New(new LogRules(path));
        log.Write("lost\n"u8);
        log.Write("lost\n"u8);
        File.Delete(Path.Combine(folder, "sub"));
        log.Write("kept\n"u8);

        await log.CloseAsync().LimitAsync();
        Assert.Equal(10, log.Lost);
        Assert.Contains(path, Assert.Single(failures), StringComparison.Ordinal);
        Assert.Equal("kept\n", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task A_named_pipe_that_nobody_reads_holds_up_nobody()
    {
        using var make = Process.Start("mkfifo", Name);
        await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        var log = New(new LogRules(Name));

        await Task.Run(() => log.Write("lost\n"u8), TestContext.Current.CancellationToken).LimitAsync();

        Assert.Equal(5, log.Lost);
        Assert.Single(failures);
        using var reader = new FileStream(Name, FileMode.Open, FileAccess.ReadWrite);
        await Task.Run(() => log.Write(new byte[1 << 20]), TestContext.Current.CancellationToken).LimitAsync();
        var taken = reader.Read(new byte[1 << 20]);
        Assert.InRange(taken, 1, (1 << 20) - 1);
        Assert.Equal(5 + (1 << 20) - taken, log.Lost);
        await log.CloseAsync().LimitAsync();
    }

    [Fact]
    public async Task What_a_disk_takes_before_it_is_full_is_not_counted_as_lost()
    {
        using var disk = SmallDisk.TryMount(folder);
        Assert.SkipWhen(disk is null, "no file system can be mounted here, which takes root");
        var log = New(new LogRules(Name));
        disk.Fill(leaving: 4096);

        log.Write(Encoding.ASCII.GetBytes(new string('a', 9999) + '\n'));
        log.Write("lost\n"u8);
        disk.Clear();
        log.Write("kept\n"u8);

        await log.CloseAsync().LimitAsync();
        var content = await File.ReadAllTextAsync(Name, TestContext.Current.CancellationToken);
        Assert.Equal($"{new string('a', 4096)}kept\n", content);
        Assert.Equal(10_000 - 4096 + 5, log.Lost);
        Assert.Contains($"{Name} can't be written: No space left on device; ", Assert.Single(failures), StringComparison.Ordinal);
    }

    private string Name => Path.Combine(folder, "out.log");

    private LogFile New(LogRules rules) => new(rules, TimeProvider.System, failures.Add);

    private string[] Old() => [.. Directory.GetFiles(folder, "out.log.2*").Order(StringComparer.Ordinal)];

    private static string Unpack(string name)
    {
        using var stream = new StreamReader(new GZipStream(File.OpenRead(name), CompressionMode.Decompress));
        return stream.ReadToEnd();
    }

    private sealed class MovedTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddYears(50);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
