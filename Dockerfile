# The exhibit as one image: nothing is fetched when it runs, and it can run with its root file system read-only.
#
#   docker build -t alexnet-exhibit .                            answers on the processor
#   docker build -t alexnet-exhibit --build-arg DEVICE=cuda .    answers on an NVIDIA card
#
#   docker run --rm --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
#       --publish 127.0.0.1:8501:8501 alexnet-exhibit            (add --gpus all for the second)

FROM python:3.11-slim

ARG DEVICE=cpu

# One account without rights, without a home and without a shell.
RUN useradd --system --uid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin exhibit

WORKDIR /exhibit

# PyTorch first: it is by far the largest layer and changes least. PyPI's build brings CUDA with it; the smaller
# build for the processor alone has an index of its own.
COPY requirements.txt ./
RUN case "$DEVICE" in \
        cpu) index="--index-url https://download.pytorch.org/whl/cpu" ;; \
        cuda) index="" ;; \
        *) echo "DEVICE is cpu or cuda, not $DEVICE" >&2; exit 2 ;; \
    esac \
    && pip install --no-cache-dir $index $(grep -E '^(torch|torchvision)==' requirements.txt) \
    && pip install --no-cache-dir --requirement requirements.txt

# The exhibit with its weights inside: the shipped ones, and those that lie in weights/ when the image is built.
COPY LICENSE ./
COPY content content
COPY weights weights
COPY app app
RUN python -m compileall -q app

# Bytecode was written above; when it runs, the image writes to /tmp alone.
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    MPLCONFIGDIR=/tmp/matplotlib

USER 10001:10001
EXPOSE 8501

HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]

# 0.0.0.0 is the container's own network; --publish decides who outside can reach it.
CMD ["streamlit", "run", "app/Home.py", "--server.address=0.0.0.0", "--server.port=8501", "--server.headless=true"]
