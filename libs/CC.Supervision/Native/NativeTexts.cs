using System.Runtime.InteropServices;

namespace CC.Supervision.Native;

/// <summary>Texts as C programs are given them: an array of pointers, the last of them null.</summary>
internal sealed unsafe class NativeTexts : IDisposable
{
    private readonly nint[] texts;

    public NativeTexts(IEnumerable<string> values)
    {
        texts = [.. values.Select(Marshal.StringToCoTaskMemUTF8)];
        Pointer = (byte**)NativeMemory.AllocZeroed((nuint)texts.Length + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < texts.Length; i++)
        {
            Pointer[i] = (byte*)texts[i];
        }
    }

    public byte** Pointer { get; }

    public void Dispose()
    {
        Array.ForEach(texts, Marshal.FreeCoTaskMem);
        NativeMemory.Free(Pointer);
    }
}
