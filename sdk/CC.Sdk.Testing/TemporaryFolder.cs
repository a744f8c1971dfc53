namespace CC.Sdk.Testing;

/// <summary>A folder of its own for one test, removed with all that is in it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Makes the folder.</summary>
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("cc-test-").FullName;

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>The full path of something in the folder.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Makes a folder in the folder, and returns its full path.</summary>
    public string Folder(string name) => Directory.CreateDirectory(this[name]).FullName;

    /// <summary>Writes a file in the folder, and returns its full path.</summary>
    public string File(string name, string content)
    {
        System.IO.File.WriteAllText(this[name], content);
        return this[name];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A process that still writes there is ended by somebody else; what is left is in the system's temporary folder.
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Path;
}
