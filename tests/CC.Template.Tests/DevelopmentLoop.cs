using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using CC.Sdk.Testing;

namespace CC.Template.Tests;

/// <summary>A running <c>dotnet run</c>, which has started a server.</summary>
internal sealed class DevelopmentLoop : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> lines = new();
    private readonly Process process;

    public DevelopmentLoop(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', lines);

    /// <summary>Waits until the server serves, and returns where.</summary>
    public async Task<string> EndpointAsync()
    {
        var announcement = await WaitForAsync("\"endpoints\"");
        using var json = JsonDocument.Parse(announcement);
        return json.RootElement.GetProperty("endpoints")[0].GetString()!;
    }

    /// <summary>Waits for a line of output that contains a text.</summary>
    public async Task<string> WaitForAsync(string text)
    {
        await Eventually.TrueAsync(() => Find(text) is not null || process.HasExited, () => $"'{text}' does not come:\n{Output}");
        return Find(text) ?? throw new InvalidOperationException($"dotnet run has ended, and did not say '{text}':\n{Output}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }

    private string? Find(string text) => lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal));

    private void Take(string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}
