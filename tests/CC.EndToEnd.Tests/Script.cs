using System.Diagnostics;
using System.Text;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests;

/// <summary>A script that runs servers of its own; it is given the one that was built.</summary>
internal sealed class Script : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly Task reading;

    private Script(Process process)
    {
        this.process = process;
        reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    public static Script Start(string path, params string[] arguments) => new(Process.Start(new ProcessStartInfo(path, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["CC_SERVER"] = ServerProcess.Executable },
    })!);

    public Task WaitForLineAsync(string text) =>
        Eventually.TrueAsync(() => Output.Contains(text, StringComparison.Ordinal), () => $"the script has not said '{text}'\n{Output}");

    /// <summary>Ends the script, and returns the exit code. Not by an interrupt, which scripts can't heed whose parents ignore it.</summary>
    public async Task<int> StopAsync()
    {
        ExternalProgram.Run("kill", "-TERM", $"{process.Id}");
        await EndAsync();
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await StopAsync();
        }

        process.Dispose();
    }

    private async Task EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(ServerProcess.Patience);
        await reading.WaitAsync(ServerProcess.Patience);
    }

    private async Task ReadAsync(StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            lock (output)
            {
                output.AppendLine(line);
            }
        }
    }
}
