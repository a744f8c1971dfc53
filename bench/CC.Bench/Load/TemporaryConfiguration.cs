namespace CC.Bench.Load;

/// <summary>A folder for the configurations and files of one measurement.</summary>
internal sealed class TemporaryConfiguration : IDisposable
{
    private int written;

    public string Folder { get; } = Directory.CreateTempSubdirectory("cc-bench-").FullName;

    public string Write(string configuration)
    {
        var path = Path.Combine(Folder, $"node{++written}.ini");
        File.WriteAllText(path, configuration);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
