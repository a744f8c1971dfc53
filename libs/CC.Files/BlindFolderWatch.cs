namespace CC.Files;

/// <summary>Hears of nothing but who asks for attention.</summary>
internal sealed class BlindFolderWatch : FolderWatch
{
    public override void Watch(IReadOnlyCollection<string> folders)
    {
    }

    public override void Dispose()
    {
    }
}
