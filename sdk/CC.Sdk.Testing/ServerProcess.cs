using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CC.Sdk.Testing;

/// <summary>A real server as a child process. Disposing it ends the process, whatever state it is in.</summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    /// <summary>How long anything may take before a test counts as failed; no measure of speed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly TaskCompletionSource<string> announced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task reading;
    private volatile TaskCompletionSource changed = New();

    private ServerProcess(Process process)
    {
        this.process = process;
        reading = Task.WhenAll(ReadAsync(process.StandardOutput, isOutput: true), ReadAsync(process.StandardError, isOutput: false));
    }

    /// <summary>The executable: the environment variable CC_SERVER, or <c>ccserver</c> from the path. Set it to use another one.</summary>
    public static string Executable { get; set; } = Environment.GetEnvironmentVariable("CC_SERVER") ?? "ccserver";

    /// <summary>The process id.</summary>
    public int Id => process.Id;

    /// <summary>Where the server listens.</summary>
    public IReadOnlyList<string> Endpoints { get; private set; } = [];

    /// <summary>The first endpoint.</summary>
    public string Endpoint => Endpoints[0];

    /// <summary>What it has printed and logged so far, oldest first.</summary>
    public IReadOnlyList<string> Output => [.. lines];

    /// <summary>Starts a server on a configuration and waits until it serves.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message has its output.</exception>
    public static async Task<ServerProcess> StartAsync(string configuration, params string[] options)
    {
        var server = Launch([.. options, configuration, "--announce"]);
        try
        {
            var line = await server.announced.Task.WaitAsync(Patience).ConfigureAwait(false);
            using var announcement = JsonDocument.Parse(line);
            server.Endpoints = [.. announcement.RootElement.GetProperty("endpoints").EnumerateArray().Select(endpoint => endpoint.GetString()!)];
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs the executable to its end, and returns its exit code and output.</summary>
    public static async Task<(int ExitCode, IReadOnlyList<string> Output)> RunAsync(params string[] arguments)
    {
        var server = Launch(arguments);
        await using (server.ConfigureAwait(false))
        {
            return (await server.WaitForExitAsync().ConfigureAwait(false), server.Output);
        }
    }

    /// <summary>Starts the executable without waiting for anything.</summary>
    public static ServerProcess Launch(params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new ServerProcess(Process.Start(start)!);
    }

    /// <summary>Waits for a line of output that contains a text, past or to come, and returns it.</summary>
    /// <exception cref="InvalidOperationException">There is none, and there will be none, or it takes too long.</exception>
    public async Task<string> WaitForLineAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var next = changed.Task;
            if (lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            if (patience.IsCancellationRequested || reading.IsCompleted)
            {
                throw Failure($"The server has not said '{text}'");
            }

            await Task.WhenAny(next, reading, Task.Delay(Timeout.Infinite, patience.Token)).ConfigureAwait(false);
        }
    }

    /// <summary>Asks the server to stop, by SIGTERM, and returns its exit code.</summary>
    public Task<int> StopAsync()
    {
        Signal(15);
        return WaitForExitAsync();
    }

    /// <summary>Ends the process at once, by SIGKILL.</summary>
    public Task<int> KillAsync()
    {
        process.Kill();
        return WaitForExitAsync();
    }

    /// <summary>Sends a signal, by its number. Unix only.</summary>
    public void Signal(int signal) => _ = SendSignal(process.Id, signal);

    /// <summary>Waits for the process to end, and returns its exit code.</summary>
    public async Task<int> WaitForExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            await reading.WaitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw Failure("The server does not end");
        }

        return process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync().ConfigureAwait(false);
        process.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ReadAsync(StreamReader reader, bool isOutput)
    {
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            lines.Enqueue(line);
            if (isOutput && line.StartsWith('{'))
            {
                announced.TrySetResult(line);
            }

            Interlocked.Exchange(ref changed, New()).TrySetResult();
        }

        if (isOutput)
        {
            announced.TrySetException(Failure("The server ended before it served"));
        }
    }

    private InvalidOperationException Failure(string what) =>
        new($"{what}. Its output:{Environment.NewLine}{string.Join(Environment.NewLine, lines)}");

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
