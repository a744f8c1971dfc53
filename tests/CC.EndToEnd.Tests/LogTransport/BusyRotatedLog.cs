namespace CC.EndToEnd.Tests.LogTransport;

/// <summary>Its file is renamed, and those before it move up by one, as log rotation does.</summary>
internal sealed class BusyRotatedLog(Transport transport, int seed) : BusyLog(seed)
{
    public const string Name = "app.log";

    private int rotations;

    protected override string Path => transport.Log(Name);

    protected override Task SwitchAsync()
    {
        for (var number = rotations++; number > 0; number--)
        {
            File.Move($"{Path}.{number}", $"{Path}.{number + 1}");
        }

        return transport.RotateAsync(Path, $"{Path}.1");
    }
}
