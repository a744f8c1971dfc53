using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CC.Sdk.Testing;

/// <summary>A real server as a child process. Disposing it ends the process, whatever state it is in.</summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    /// <summary>How long anything may take before a test counts as failed, and no measure of speed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] ErrorMarks = [" ERROR ", " CRITICAL ", "Unhandled exception", "Process terminated"];

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly TaskCompletionSource<string> announced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task reading;
    private volatile TaskCompletionSource changed = New();

    private ServerProcess(Process process)
    {
        this.process = process;
        Id = process.Id;
        reading = ReadAsync();
    }

    /// <summary>Raised for each process that is started, on the starting thread: for a test framework that looks after all of them.</summary>
    public static event Action<ServerProcess>? Launched;

    /// <summary>The executable: the environment variable CC_SERVER, or <c>ccserver</c> from the path. Set it to use another one.</summary>
    public static string Executable { get; set; } = Environment.GetEnvironmentVariable("CC_SERVER") ?? "ccserver";

    /// <summary>The process id.</summary>
    public int Id { get; }

    /// <summary>Where the server listens.</summary>
    public IReadOnlyList<string> Endpoints { get; private set; } = [];

    /// <summary>The first endpoint.</summary>
    public string Endpoint => Endpoints[0];

    /// <summary>What it has printed and logged so far, oldest first.</summary>
    public IReadOnlyList<string> Output => [.. lines];

    /// <summary>Lines of the output that tell of an error or a crash of the server.</summary>
    public IReadOnlyList<string> Errors => [.. lines.Where(line => ErrorMarks.Any(mark => line.Contains(mark, StringComparison.Ordinal)))];

    /// <summary>Whether the process has ended and been cleaned up.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>Starts a server on a configuration and waits until it serves.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message has its output.</exception>
    public static Task<ServerProcess> StartAsync(string configuration, params string[] options) =>
        StartAsync(new Dictionary<string, string>(), configuration, options);

    /// <summary>Starts a server with values added to its environment, and waits until it serves.</summary>
    /// <inheritdoc cref="StartAsync(string, string[])" path="/exception"/>
    public static Task<ServerProcess> StartAsync(IReadOnlyDictionary<string, string> environment, string configuration, params string[] options) =>
        ServingAsync(Launch(environment, [.. options, configuration, "--announce"]));

    /// <summary>Starts a server by a program that becomes what its last arguments say, such as <c>setpriv</c>, and waits until it serves.</summary>
    /// <param name="through">That program, and its first arguments.</param>
    /// <param name="configuration">The server's configuration.</param>
    /// <inheritdoc cref="StartAsync(string, string[])" path="/exception"/>
    public static Task<ServerProcess> StartThroughAsync(IReadOnlyList<string> through, string configuration) =>
        ServingAsync(Launch(new Dictionary<string, string>(), through[0], [.. through.Skip(1), Executable, configuration, "--announce"]));

    private static async Task<ServerProcess> ServingAsync(ServerProcess server)
    {
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
    public static ServerProcess Launch(params string[] arguments) => Launch(new Dictionary<string, string>(), arguments);

    /// <summary>Starts the executable, with values added to its environment, without waiting for anything.</summary>
    public static ServerProcess Launch(IReadOnlyDictionary<string, string> environment, params string[] arguments) => Launch(environment, Executable, arguments);

    private static ServerProcess Launch(IReadOnlyDictionary<string, string> environment, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var server = new ServerProcess(Process.Start(start)!);
        Launched?.Invoke(server);
        return server;
    }

    /// <summary>Waits for a line of output that contains a text, past or to come, and returns it.</summary>
    /// <exception cref="InvalidOperationException">There is none, and there will be none, or it takes too long.</exception>
    public async Task<string> WaitForLineAsync(string text) => (await WaitForLinesAsync(text, 1).ConfigureAwait(false))[0];

    /// <summary>Waits until so many lines of output contain a text, past ones included, and returns them.</summary>
    /// <exception cref="InvalidOperationException">There are not as many, and there will not be, or it takes too long.</exception>
    public async Task<IReadOnlyList<string>> WaitForLinesAsync(string text, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var next = changed.Task;
            var isWhole = reading.IsCompleted;
            var found = lines.Where(line => line.Contains(text, StringComparison.Ordinal)).ToArray();
            if (found.Length >= count)
            {
                return found;
            }

            if (patience.IsCancellationRequested || isWhole)
            {
                throw Failure($"The server has said '{text}' {found.Length} times, not {count}");
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
    public void Signal(int signal)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Windows has no signals.");
        }

        if (!process.HasExited)
        {
            _ = SendSignal(Id, signal);
        }
    }

    /// <summary>Waits for the process to end, and returns its exit code.</summary>
    /// <exception cref="InvalidOperationException">It takes too long.</exception>
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
        if (IsDisposed)
        {
            return;
        }

        IsDisposed = true;
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync().ConfigureAwait(false);
        process.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ReadAsync()
    {
        await Task.WhenAll(ReadAsync(process.StandardOutput, isOutput: true), ReadAsync(process.StandardError, isOutput: false)).ConfigureAwait(false);

        // Nobody waits for it where the server was not asked to announce itself.
        _ = announced.TrySetException(Failure("The server ended before it served")) && announced.Task.Exception is not null;
    }

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
    }

    private InvalidOperationException Failure(string what) =>
        new($"{what}. Its output:{Environment.NewLine}{string.Join(Environment.NewLine, lines)}");

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
