using System.Collections.Generic;
using System.Runtime.InteropServices;
using CC.Sdk;

// Each mistake that a daemon's constructor can make; a test chooses one.
[Daemon("weather")]
public sealed unsafe class WeatherDaemon : IDaemon, ISelfTest
{
    private const string Mistake = "none";

    public WeatherDaemon()
    {
        switch (Mistake)
        {
            case "throws":
                throw new InvalidOperationException("there is no weather today");
            case "hangs":
                new ManualResetEvent(initialState: false).WaitOne();
                break;
            case "overflows":
                Overflow(1);
                break;
            case "segfaults":
                Fill(0, 1, 1);
                break;
            case "takes-memory":
                for (var taken = new List<byte[]>(); ; taken.Add(new byte[1024 * 1024]))
                {
                }

            case "exits":
                Environment.Exit(0);
                break;
            case "hangs-all":
                AppDomain.CurrentDomain.ProcessExit += (_, _) => Thread.CurrentThread.Join();
                new ManualResetEvent(initialState: false).WaitOne();
                break;
        }
    }

    public Task TestAsync(CancellationToken cancellationToken) => Mistake == "fails" ? throw new InvalidOperationException("the station does not answer") : Task.CompletedTask;

    public Task RunAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    private static int Overflow(int depth) => depth == 0 ? 0 : Overflow(depth + 1) + Overflow(depth - 1);

    [DllImport("libc", EntryPoint = "memset")]
    private static extern nint Fill(nint to, int what, nint count);
}
