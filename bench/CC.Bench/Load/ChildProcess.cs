using System.Diagnostics;
using System.Globalization;

namespace CC.Bench.Load;

/// <summary>A process of the measurement, ended with it.</summary>
internal sealed partial class ChildProcess : IDisposable
{
    private const double TicksPerSecond = 100;

    private readonly Process process;

    private ChildProcess(Process process) => this.process = process;

    /// <summary>The process's number.</summary>
    public int Id => process.Id;

    /// <summary>Processor time used so far, user and kernel, all threads.</summary>
    public double CpuSeconds
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{process.Id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
    }

    /// <summary>Memory in use, in octets.</summary>
    public long ResidentBytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
    }

    public static ChildProcess Start(string program, params IEnumerable<string> arguments) =>
        new(Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);

    /// <summary>This program again, as another process.</summary>
    public static ChildProcess Self(params IEnumerable<string> arguments) => Start(Environment.ProcessPath!, arguments);

    /// <summary>A node with a configuration; returns when it serves.</summary>
    public static async Task<ChildProcess> ServerAsync(string configuration, params IEnumerable<string> options)
    {
        var server = Start(Path.Combine(AppContext.BaseDirectory, "..", "..", "CC.Server", "release", "ccserver"), [configuration, "-q", "--announce", .. options]);
        _ = server.process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        await server.ReadLineAsync();
        return server;
    }

    public async Task<string> ReadLineAsync() =>
        await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException($"{process.StartInfo.FileName} ended: {await process.StandardError.ReadToEndAsync()}");

    public async Task<string> AskAsync(string line)
    {
        await process.StandardInput.WriteLineAsync(line);
        return await ReadLineAsync();
    }

    /// <summary>What it has written when it has ended.</summary>
    public async Task<string> OutputAsync()
    {
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }

    /// <summary>Has it end in order, with what it has started; if it does not within 10 s, it is killed by <see cref="Dispose"/>.</summary>
    public async Task StopAsync(int signal = 15)
    {
        _ = Send(process.Id, signal);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task WaitForExitAsync() => process.WaitForExitAsync();

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }

    [System.Runtime.InteropServices.LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}
