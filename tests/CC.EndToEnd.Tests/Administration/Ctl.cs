using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Administration;

/// <summary>The tool as a process.</summary>
internal sealed class Ctl : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly ConcurrentQueue<string> error = new();
    private readonly Task reading;

    private Ctl(Process process)
    {
        this.process = process;
        reading = Task.WhenAll(ReadAsync(process.StandardOutput, output), ReadAsync(process.StandardError, error));
    }

    public static string Executable { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Ctl").Value!;

    public string Output => string.Join('\n', output);

    public string Error => string.Join('\n', error);

    /// <summary>Runs it to its end, and expects an exit code.</summary>
    public static Task<Ctl> RunAsync(int exitCode, params string[] arguments) => RunAsync(exitCode, new Dictionary<string, string>(), arguments);

    public static async Task<Ctl> RunAsync(int exitCode, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        await using var ctl = Start(environment, arguments);
        Assert.Equal(exitCode, await ctl.EndAsync());
        return ctl;
    }

    /// <summary>Starts it. It heeds interrupts even where those who run the test do not.</summary>
    public static Ctl Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("env", ["--default-signal=INT", Executable, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new Ctl(Process.Start(start)!);
    }

    public Task WaitForOutputAsync(string text) =>
        Eventually.TrueAsync(() => Output.Contains(text, StringComparison.Ordinal), () => $"ccctl has not printed '{text}'\n{Output}\n{Error}");

    public Task WaitForErrorAsync(string text) =>
        Eventually.TrueAsync(() => Error.Contains(text, StringComparison.Ordinal), () => $"ccctl has not said '{text}'\n{Output}\n{Error}");

    public void Signal(string name) => ExternalProgram.Run("kill", $"-{name}", $"{process.Id}");

    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(ServerProcess.Patience);
        await reading.WaitAsync(ServerProcess.Patience);
        TestContext.Current.TestOutputHelper?.WriteLine($"{string.Join(' ', process.StartInfo.ArgumentList.Skip(2))}\n{Output}\n{Error}");
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private static async Task ReadAsync(StreamReader from, ConcurrentQueue<string> to)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            to.Enqueue(line);
        }
    }
}
