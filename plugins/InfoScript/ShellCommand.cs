using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using CC.Programs;

namespace CC.Plugins.InfoScript;

/// <summary>
/// Runs a command by the shell, in a process group of its own, for a limited time and with a limited output. Its standard error is joined to its standard output, and its input is empty.
/// </summary>
internal sealed partial class ShellCommand(InfoScriptOptions options, TimeProvider time)
{
    private const int Kill9 = 9;

    private static readonly string? NewSession = new[] { "/usr/bin/setsid", "/bin/setsid" }.FirstOrDefault(File.Exists);

    /// <summary>Runs it to its end, or to where it has to be ended.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; nothing of it runs any more.</exception>
    public async Task<CommandOutcome> RunAsync(CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        try
        {
            using var process = Process.Start(StartOf(options.Script))!;
            return new CommandOutcome(output.ToArray(), await FollowAsync(process, output, cancellationToken)) with { Output = output.ToArray() };
        }
        catch (Win32Exception failure)
        {
            return new CommandOutcome(default, $"can't be started: {failure.Message}");
        }
    }

    /// <summary>Reads what it writes, and waits for its end; returns what is wrong, if anything is.</summary>
    private async Task<string?> FollowAsync(Process process, MemoryStream output, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.TimeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            process.StandardInput.Close();
            if (!await TryReadAsync(process.StandardOutput.BaseStream, output, either.Token))
            {
                End(process);
                return $"has written more than max-output = {options.MaxOutput}, and was killed";
            }

            await process.WaitForExitAsync(either.Token);
            return process.ExitCode == 0 ? null : $"has ended with exit code {process.ExitCode}";
        }
        catch (OperationCanceledException)
        {
            End(process);
            cancellationToken.ThrowIfCancellationRequested();
            return $"has not ended within time-limit = {options.TimeLimit.TotalSeconds} s, and was killed";
        }
    }

    /// <summary>Reads to the end; false if there is more than may be. Who left the group may keep the output open, and is not waited for.</summary>
    private async Task<bool> TryReadAsync(Stream from, MemoryStream output, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReadAsync(buffer, cancellationToken).AsTask().WaitAsync(cancellationToken) is > 0 and var count)
        {
            output.Write(buffer, 0, count);
            if (output.Length > options.MaxOutput.Octets)
            {
                return false;
            }
        }

        return true;
    }

    private static ProcessStartInfo StartOf(string script)
    {
        var shell = new[] { "/bin/sh", "-c", $"exec 2>&1\n{script}" };
        var start = new ProcessStartInfo(NewSession ?? shell[0], NewSession is null ? shell[1..] : shell)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in ServiceVariables.Names)
        {
            start.Environment.Remove(name);
        }

        return start;
    }

    /// <summary>Ends its process group, and what has left that and is still its child.</summary>
    private static void End(Process process)
    {
        if (NewSession is not null)
        {
            _ = Kill(-process.Id, Kill9);
        }

        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
