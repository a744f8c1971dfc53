using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using CC.Sdk.Testing;
using Npgsql;

namespace CC.Interop.Tests.Postgres;

/// <summary>A PostgreSQL server of the tests' own: a data directory in a temporary folder, a port of the loopback address, and nothing of it written through to the disk.</summary>
public sealed partial class PostgresServer : IAsyncLifetime
{
    private const string DebiansFolder = "/usr/lib/postgresql";
    private const int SigQuit = 3;

    private static readonly string? Binaries = FindBinaries();

    private readonly TemporaryFolder folder = new();
    private Process? process;

    /// <summary>A connect string of libpq's kind.</summary>
    public string ConnectString => $"host=127.0.0.1 port={Port} user=postgres dbname=postgres";

    /// <summary>The same by a Unix socket.</summary>
    public string SocketConnectString => $"host={folder} port={Port} user=postgres dbname=postgres";

    public int Port { get; private set; }

    /// <summary>Skips the test where there is no PostgreSQL.</summary>
    public static void SkipUnlessInstalled() => Assert.SkipWhen(Binaries is null, "PostgreSQL is not installed (apt-get install postgresql)");

    public async ValueTask InitializeAsync()
    {
        if (Binaries is null || OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(folder.Path, (UnixFileMode)0x1FF); // The server's user makes its files in it.
        var init = Launch("initdb", "--pgdata", Data, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions");
        var complaints = await init.StandardError.ReadToEndAsync();
        await init.WaitForExitAsync();
        Assert.True(init.ExitCode == 0, complaints);
        Port = FreePort();
        await StartAsync();
        await ExecuteAsync(Functions.Text);
    }

    /// <summary>Starts the server on its port, and waits until it serves.</summary>
    public async Task StartAsync()
    {
        process = Launch(
            "postgres", "-D", Data, "-k", folder.Path, "-h", "127.0.0.1", "-p", $"{Port}", "-F",
            "-c", "max_connections=50", "-c", "full_page_writes=off", "-c", "shared_buffers=16MB", "-c", "autovacuum=off", "-c", "log_min_messages=log");
        var said = new List<string>();
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (line.Contains("is ready to accept connections", StringComparison.Ordinal))
            {
                _ = process.StandardError.ReadToEndAsync(); // Nobody wants to know, but a full pipe would hold it up.
                return;
            }
        }

        Assert.Fail($"PostgreSQL has not started: {string.Join("\n", said)}");
    }

    /// <summary>Ends the server without ceremony; its connections are cut.</summary>
    public async Task StopAsync()
    {
        if (process is { HasExited: false } running)
        {
            _ = Signal(running.Id, SigQuit);
            await running.WaitForExitAsync();
        }

        process?.Dispose();
        process = null;
    }

    /// <summary>Has the server do something by a connection of the test's own.</summary>
    public async Task<object?> ExecuteAsync(string statement)
    {
        await using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        folder.Dispose();
    }

    private string Data => folder["data"];

    /// <summary>The server refuses to run as root; Debian's package has made a user for it.</summary>
    private static Process Launch(string program, params string[] arguments)
    {
        var path = Path.Combine(Binaries!, program);
        string[] command = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--", path, .. arguments] : [path, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/", Environment = { ["LC_ALL"] = "C" } };
        var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        return process;
    }

    private static string? FindBinaries() => Directory.Exists(DebiansFolder)
        ? Directory.EnumerateDirectories(DebiansFolder).Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);
}
