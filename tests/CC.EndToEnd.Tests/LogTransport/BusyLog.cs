using System.Text;

namespace CC.EndToEnd.Tests.LogTransport;

/// <summary>A program that logs, at an uneven pace, until it is told to stop; from time to time it goes on with another file.</summary>
internal abstract class BusyLog(int seed)
{
    private const int LongestBurst = 30;
    private const int BurstsOfFile = 300;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource ending = new();
    private readonly Random random = new(seed);
    private readonly StringBuilder current = new();
    private Task writing = Task.CompletedTask;

    /// <summary>The contents of its files so far, oldest first.</summary>
    public List<string> Contents { get; } = [];

    protected abstract string Path { get; }

    public void Start() => writing = Task.Run(WriteAsync);

    public async Task StopAsync()
    {
        await ending.CancelAsync();
        await writing;
        ending.Dispose();
    }

    /// <summary>Has what is logged next go into another file.</summary>
    protected abstract Task SwitchAsync();

    private async Task WriteAsync()
    {
        for (var line = 0; !ending.IsCancellationRequested;)
        {
            var burst = SomeLines.Of($"{line}", random.Next(1, LongestBurst));
            await File.AppendAllTextAsync(Path, burst);
            current.Append(burst);
            if (++line % BurstsOfFile == 0)
            {
                Contents.Add(current.ToString());
                current.Clear();
                await SwitchAsync();
            }

            await Task.Delay(random.NextDouble() * LongestPause);
        }

        if (current.Length > 0)
        {
            Contents.Add(current.ToString());
        }
    }
}
