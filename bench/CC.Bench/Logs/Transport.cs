using CC.Bench.Load;

namespace CC.Bench.Logs;

/// <summary>Two processes that carry a file, and the copy that they make.</summary>
internal sealed class Transport(string copy, params ChildProcess[] processes) : IDisposable
{
    public string Copy => copy;

    public double CpuSeconds => processes.Sum(process => process.CpuSeconds);

    public void Dispose()
    {
        foreach (var process in processes)
        {
            process.Dispose();
        }
    }
}
