namespace CC.Server.Quickstart;

/// <summary>Appends a few lines to a log, and prints what arrives in its copy.</summary>
internal static class CarriedLines
{
    private const int DemoLines = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static async Task ShowAsync(string source, string copy, TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            var writing = AppendAsync(source, cancellationToken);
            await FollowAsync(copy, output, cancellationToken);
            await writing;
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }

    private static async Task AppendAsync(string source, CancellationToken cancellationToken)
    {
        for (var i = 1; i <= DemoLines; i++)
        {
            await File.AppendAllTextAsync(source, $"{TimeProvider.System.GetLocalNow():O} line {i} of {DemoLines}\n", cancellationToken);
            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <summary>Prints each line that is appended to the copy from now on.</summary>
    private static async Task FollowAsync(string copy, TextWriter output, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(copy, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Seek(0, SeekOrigin.End);
        using var reader = new StreamReader(stream);
        while (true)
        {
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                await output.WriteLineAsync($"carried: {line}");
            }

            await Task.Delay(Pause / 4, cancellationToken);
        }
    }
}
