package io.offerflow.pipeline.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Folders and files with customers in them: nobody but who started the program may look in. Where
 * the file system knows no such permissions, it is for the folder above to keep others out.
 */
final class OwnerOnly {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private OwnerOnly() {}

  /** Makes a folder, or closes the one that is there: it must be ours alone. */
  static Path folder(Path path) throws IOException {
    if (!isPosix(path)) {
      return Files.createDirectories(path);
    }
    if (Files.isDirectory(path)) {
      Files.setPosixFilePermissions(path, FOLDER);
      return path;
    }
    return make(path);
  }

  /** Makes a folder if there is none; one that the user made stays as she made it. */
  static void folderUnlessThere(Path path) throws IOException {
    if (!isPosix(path)) {
      Files.createDirectories(path);
    } else if (!Files.isDirectory(path)) {
      make(path);
    }
  }

  private static Path make(Path path) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    return Files.createDirectory(path, PosixFilePermissions.asFileAttribute(FOLDER));
  }

  /** Opens a file to write it anew; one that is there already, or a pipe, keeps its permissions. */
  static OutputStream write(Path file) throws IOException {
    if (!Files.exists(file) && isPosix(file)) {
      FileAttribute<Set<PosixFilePermission>> closed = PosixFilePermissions.asFileAttribute(FILE);
      Files.createFile(file, closed);
    }
    return Files.newOutputStream(file);
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
