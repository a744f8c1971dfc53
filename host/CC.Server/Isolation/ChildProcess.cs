using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using CC.Programs;
using CC.Server.Lifetime;

namespace CC.Server.Isolation;

/// <summary>A process of this program that runs one component. It lives no longer than the input that it is given stays open, and so no longer than this process.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process process;

    private ChildProcess(Process process)
    {
        this.process = process;
        Id = process.Id;
    }

    public int Id { get; }

    /// <summary>What it reports.</summary>
    public Stream Reports => process.StandardOutput.BaseStream;

    /// <summary>What it, or whatever it loads, writes elsewhere.</summary>
    public Stream Complaints => process.StandardError.BaseStream;

    /// <summary>Starts the process, at the priority and with the environment that it is to have from its first instruction.</summary>
    /// <param name="job">What it is called among processes.</param>
    /// <param name="nice">How far it steps back.</param>
    /// <param name="user">Whom it belongs to; empty for the user of this one.</param>
    /// <param name="environment">Variables of its own.</param>
    public static async Task<ChildProcess> StartAsync(string job, int nice, string user, IReadOnlyDictionary<string, string> environment)
    {
        var start = OtherUser.Become(user, OwnProgram.Again(["run-component", job]), environment);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        foreach (var name in ServiceVariables.Names)
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(nice == 0 ? Process.Start(start)! : await StartFromLoweredThreadAsync(start, nice));
    }

    /// <summary>Writes a line to it. One that has ended already reads nothing, and shows that by its end.</summary>
    public async Task TellAsync(string line)
    {
        try
        {
            await process.StandardInput.WriteLineAsync(line);
            await process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // The pipe is broken.
        }
    }

    /// <summary>Tells it to end.</summary>
    public void End()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended.
        }
    }

    /// <summary>Ends it, and whatever it has started, at once.</summary>
    public void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended meanwhile, or something that it has started has.
        }
    }

    /// <summary>Waits for its end, and returns its exit code.</summary>
    public async Task<int> WhenEndedAsync()
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Lets go of it; one that runs is told to end.</summary>
    public void Dispose()
    {
        End();
        process.StandardOutput.Dispose();
        process.StandardError.Dispose();
        process.Dispose();
    }

    /// <summary>The priority is a thread's here, what it starts inherits it, and it can't be raised again: hence a thread for this alone.</summary>
    private static Task<Process> StartFromLoweredThreadAsync(ProcessStartInfo start, int nice)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                ProcessLimits.LowerThisThread(nice);
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception failure)
            {
                started.SetException(failure);
            }
        })
        { IsBackground = true }.Start();
        return started.Task;
    }
}
