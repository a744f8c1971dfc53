namespace CC.Loading.Tests;

/// <summary>A folder's assemblies.</summary>
internal static class Library
{
    public static string Write(string folder, string name, byte[] image)
    {
        var path = Path.Combine(folder, $"{name}.dll");
        File.WriteAllBytes(path, image);
        return path;
    }
}
