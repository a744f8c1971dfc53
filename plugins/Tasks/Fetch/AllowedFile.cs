using CC.Files;
using CC.Sdk;
using Microsoft.Win32.SafeHandles;

namespace CC.Plugins.Tasks.Fetch;

/// <summary>A file that may be read, open; as long as it was when it was opened, whatever is appended meanwhile.</summary>
internal sealed class AllowedFile : IDisposable
{
    private readonly SafeFileHandle handle;

    private AllowedFile(string path, SafeFileHandle handle, long length)
    {
        Path = path;
        this.handle = handle;
        Length = length;
    }

    public string Path { get; }

    public long Length { get; }

    /// <summary>Opens a file below one of some folders; its name is that of one of them and more, or relative to one.</summary>
    /// <exception cref="TaskRefusedException">There is no such file, or it may not be read.</exception>
    public static AllowedFile Open(IReadOnlyList<string> folders, string name)
    {
        foreach (var folder in folders)
        {
            if (PathBelow(folder, name) is { } path && !ConfinedPath.LeadsOut(folder, path) && FileStatus.Of(path) is { IsRegular: true })
            {
                return OpenFound(folder, path);
            }
        }

        throw Refusal(folders.Count == 1 ? $"{name} is no file below {folders[0]}" : $"{name} is no file below any of {string.Join(", ", folders)}");
    }

    /// <exception cref="TaskFailedException">The file has become shorter.</exception>
    public async Task<int> ReadAsync(Memory<byte> buffer, long position, CancellationToken cancellationToken) =>
        await RandomAccess.ReadAsync(handle, buffer, position, cancellationToken) is > 0 and var count ? count : throw new TaskFailedException($"{Path} was cut short while it was read");

    public void Dispose() => handle.Dispose();

    /// <summary>Opens a file that was found below a folder a moment ago.</summary>
    /// <exception cref="TaskRefusedException">It can't be read, or links lead elsewhere by now.</exception>
    internal static AllowedFile OpenFound(string folder, string path)
    {
        SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refusal($"{path} can't be read: {failure.Message}");
        }

        // What was looked at may be something else by now; what is open stays what it is.
        var status = FileStatus.Of(handle);
        if (!status.IsRegular || (OperatingSystem.IsLinux() && IsElsewhere(folder, handle)))
        {
            handle.Dispose();
            throw Refusal($"{path} is no file below {folder}");
        }

        return new AllowedFile(path, handle, status.Length);
    }

    private static string? PathBelow(string folder, string name)
    {
        var top = $"{System.IO.Path.GetFullPath(folder).TrimEnd('/')}/";
        return name.StartsWith(top, StringComparison.Ordinal) ? ConfinedPath.Below(folder, name[top.Length..]) : ConfinedPath.Below(folder, name);
    }

    private static bool IsElsewhere(string folder, SafeFileHandle handle) =>
        new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget is { } real && File.Exists(real) && ConfinedPath.LeadsOut(folder, real);

    private static TaskRefusedException Refusal(string why) => new(why);
}
